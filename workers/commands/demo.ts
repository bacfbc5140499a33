import { connect } from '#lib/db/connect.ts'
import { replayDemo } from '#prisma/demo/replay.ts'

type Context = { url: string; now: Date; print: (text: string) => void }

/** Replays the demo story, with a progress line that overwrites itself on a terminal. */
export async function demoCommand({ url, now, print }: Context): Promise<number> {
  const db = connect(url)
  const startedAt = performance.now()
  let lastLine = -1
  try {
    const summary = await replayDemo(db, {
      until: now,
      onProgress: (done, total, text) => {
        if (process.stdout.isTTY)
          print(`\r\x1b[Kmuniment: demo day ${done} of ${total}: ${text}${done === total ? '\n' : ''}`)
        else if (Math.floor((done * 10) / total) !== lastLine) {
          lastLine = Math.floor((done * 10) / total)
          print(`muniment: demo day ${done} of ${total}\n`)
        }
      },
    })
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    print(`muniment: demo ${JSON.stringify(summary)} in ${seconds} s\n`)
    return 0
  } finally {
    await db.close()
  }
}
