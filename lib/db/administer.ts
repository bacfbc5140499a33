import { Client } from 'pg'

/** Runs one statement that takes no transaction and no parameters, such as making a database, on a connection of its own. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
