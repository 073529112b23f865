import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'

/** The signature algorithm of Cognito. */
export const ALGORITHM = 'RS256'

export interface Key {
  readonly kid: string
  readonly secret: CryptoKey
  /** The same key as a private JWK with its id, for the provider library. */
  readonly secretJwk: JWK
  /** The public key, for the published key set. */
  readonly published: JWK
}

/** Makes a key, and its text to store. */
export const createKey = async (): Promise<{ key: Key; text: string }> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { key: await keyOf(jwk), text: `${JSON.stringify(jwk)}\n` }
}

/** Reads a stored key. Throws an error that names `file` if the text is not a key. */
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
  // Pick each public member by name, so that no secret member is published.
  const { kty, n, e } = jwk
  if (kty !== 'RSA' || n === undefined || e === undefined) throw new TypeError('not an RSA key')
  const about = { kid, alg: ALGORITHM, use: 'sig' }
  return { kid, secret, secretJwk: { ...jwk, ...about }, published: { kty, n, e, ...about } }
}
