/** A person who can sign in at the local issuer. */
export interface Person {
  /** The `sub` of their tokens. */
  readonly id: string
  readonly name: string
  readonly role: Role
  /** The groups in their tokens, in the format of Cognito's groups. */
  readonly groups: readonly string[]
}

export type Role = 'agent' | 'supervisor' | 'admin'

/** The demo's people: two agents, a supervisor and an admin. */
export const peopleOf = (botId: string): readonly Person[] => [
  { id: 'ana', name: 'Ana', role: 'agent', groups: [`${botId}:agent`] },
  { id: 'ben', name: 'Ben', role: 'agent', groups: [`${botId}:agent`] },
  { id: 'sara', name: 'Sara', role: 'supervisor', groups: [`${botId}:supervisor`] },
  { id: 'admin', name: 'Admin', role: 'admin', groups: ['admin'] },
]
