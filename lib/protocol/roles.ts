/** Roles are `admin`, `<botId>:agent` and `<botId>:supervisor`. An admin may do what an agent of any bot may. */
export function isAdmin(roles: readonly string[]): boolean {
  return roles.includes('admin')
}

export function servesBot(roles: readonly string[], botId: string): boolean {
  return supervises(roles, botId) || roles.includes(`${botId}:agent`)
}

/** Whether roles let an agent decide over other agents' conversations of a bot. */
export function supervises(roles: readonly string[], botId: string): boolean {
  return isAdmin(roles) || roles.includes(`${botId}:supervisor`)
}

/** Returns the bots that roles name, ordered by id. An admin's roles need not name any. */
export function botsOfRoles(roles: readonly string[]): readonly string[] {
  const ids = roles.flatMap(role => /^(.+):(?:agent|supervisor)$/.exec(role)?.[1] ?? [])
  return [...new Set(ids)].sort()
}
