import type { ConsoleConfig, EndSession } from './config.ts'

/** Validates `/console/config.json`. Throws an error that names the invalid field. */
export function readConfig(json: unknown): ConsoleConfig {
  if (!isRecord(json)) throw new Error('config.json holds no object')
  const { endSession } = json
  return {
    issuer: textOf(json, 'issuer').replace(/\/$/, ''),
    clientId: textOf(json, 'clientId'),
    scope: textOf(json, 'scope'),
    socketUrl: textOf(json, 'socketUrl'),
    apiUrl: textOf(json, 'apiUrl', 'may be empty'),
    ...(endSession !== undefined && { endSession: readEndSession(endSession) }),
  }
}

function readEndSession(json: unknown): EndSession {
  if (!isRecord(json)) throw new Error('config.json: endSession must be an object')
  switch (json.kind) {
    case 'cognito':
      return { kind: 'cognito', url: textOf(json, 'url') }
    case 'none':
      return { kind: 'none' }
    default:
      throw new Error('config.json: endSession.kind must be cognito or none')
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function textOf(json: Readonly<Record<string, unknown>>, field: string, empty?: 'may be empty'): string {
  const value = json[field]
  if (typeof value !== 'string' || (value === '' && empty === undefined))
    throw new Error(`config.json: ${field} must be a text`)
  return value
}
