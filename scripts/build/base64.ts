/** Replaces `@stablelib/base64`, a dependency of webhook signatures: Node has the same functions. */
export const encode = (data: Uint8Array): string => Buffer.from(data).toString('base64')

/** Throws if the text is not base64. */
export const decode = (text: string): Uint8Array => {
  const data = Buffer.from(text, 'base64')
  if (data.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) throw new Error('the text is not base64')
  return data
}
