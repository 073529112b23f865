import { isSigned } from '../../lib/channels/messenger/signature.ts'
import { serve } from './http.ts'

/** A bare server for Meta's webhooks: checks the signature, and answers. */
const secret = process.argv[2] ?? ''

serve(
  async (body, { headers }) => {
    const signature = headers['x-hub-signature-256']
    if (!isSigned(Buffer.from(body), `${signature}`, secret)) throw new Error('a webhook is not signed')
    return {}
  },
  () => {},
)
