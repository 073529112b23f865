/** The server counts no further: this number stands for more than it. Of `MAX_COUNT` in lib/protocol/conversation.ts. */
export const MAX_COUNT = 100
