import type { Control, Handoff, Session } from './session.ts'

/** The control of a conversation that waits for an agent. */
export type WaitingControl = Extract<Control, { holder: 'human' }> & {
  readonly handoff: Extract<Handoff, { status: 'pending' }>
}

/** Returns the control of a conversation that waits for an agent. Undefined for every other one. */
export function waitingControl({ control }: Pick<Session, 'control'>): WaitingControl | undefined {
  if (control.holder !== 'human') return undefined
  const { handoff } = control
  return handoff.status === 'pending' ? { ...control, handoff } : undefined
}

/** A conversation that waits for an agent. */
export interface Waiting extends Session {
  readonly control: WaitingControl
}

export function isWaiting(session: Session): session is Waiting {
  return waitingControl(session) !== undefined
}

/** Returns the control of a conversation that still waits as its caller read it: in this episode, after these alerts. */
export function waitsSince(
  session: Session,
  { episode, alerts }: { readonly episode: number; readonly alerts: number },
): WaitingControl | undefined {
  const control = waitingControl(session)
  return control && session.episodes === episode && control.handoff.alerts === alerts ? control : undefined
}

/** Whether an alert of this wait went out, as far as is recorded. */
export function isHeard({ alertedAt }: Pick<Session, 'alertedAt'>, { since }: WaitingControl['handoff']): boolean {
  return alertedAt !== undefined && alertedAt >= since
}
