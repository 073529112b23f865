declare module 'rivescript' {
  export default class RiveScript {
    constructor(options?: { utf8?: boolean; debug?: boolean })
    stream(code: string): boolean
    sortReplies(): void
    reply(username: string, message: string): Promise<string>
  }
}
