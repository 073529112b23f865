import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'

/** What Cognito signs with. */
export const ALGORITHM = 'RS256'

export interface Key {
  readonly kid: string
  readonly secret: CryptoKey
  /** The same as a private JWK with its id, for the provider library. */
  readonly secretJwk: JWK
  /** For the key set that anyone may read. */
  readonly published: JWK
}

/** A new key, and the text to keep it by. */
export const createKey = async (): Promise<{ key: Key; text: string }> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { key: await keyOf(jwk), text: `${JSON.stringify(jwk)}\n` }
}

/** The key that was kept. Throws an error that names `file` where it is none. */
export const readKey = async (text: string, file: string): Promise<Key> => {
  try {
    return await keyOf(JSON.parse(text) as JWK)
  } catch (cause) {
    throw new Error(
      `${file} contains no key of the issuer. Delete it to get a new key; earlier tokens then become invalid`,
      { cause },
    )
  }
}

const keyOf = async (jwk: JWK): Promise<Key> => {
  const secret = await importJWK(jwk, ALGORITHM)
  if (secret instanceof Uint8Array || secret.type !== 'private') throw new TypeError('not a private key')
  const kid = await calculateJwkThumbprint(jwk)
  // Named one by one: nothing secret can slip into what is published.
  const { kty, n, e } = jwk
  if (kty !== 'RSA' || n === undefined || e === undefined) throw new TypeError('not an RSA key')
  const about = { kid, alg: ALGORITHM, use: 'sig' }
  return { kid, secret, secretJwk: { ...jwk, ...about }, published: { kty, n, e, ...about } }
}
