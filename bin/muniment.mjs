#!/usr/bin/env node
// The command line: installs and generates what it needs, then hands over to workers/cli.ts on Node 24.
import { launch } from './launch.mjs'
import { prepare } from './prepare.mjs'

const args = process.argv.slice(2)
prepare(['install', 'generate'], { isQuiet: args.includes('--json') })
launch('workers/cli.ts', args)
