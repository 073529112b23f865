import { createServer } from 'node:http'

/** A bot whose next answer to a marked message is a given text, sent verbatim. */
export interface ScriptedBot {
  readonly url: string
  answersTo(mark: string, text: string): void
  close(): Promise<void>
}

const ANYTHING_ELSE = JSON.stringify({ replies: [{ text: 'hello' }] })

export async function scriptedBot(): Promise<ScriptedBot> {
  const answers = new Map<string, string>()
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const { message } = JSON.parse(Buffer.concat(chunks).toString()) as { message?: { text?: string } }
    const [mark = ''] = message?.text?.split(' ') ?? []
    res.writeHead(200, { 'content-type': 'application/json' }).end(answers.get(mark) ?? ANYTHING_ELSE)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/`,
    answersTo: (mark, text) => void answers.set(mark, text),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
