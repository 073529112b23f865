import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ProblemError } from '../../../../lib/client/index.ts'
import type { AlertFilter, AlertSubscription, SubscriptionProtocol } from '../../../../lib/protocol/subscription.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { AddressFields } from './AddressFields.tsx'
import { FilterFields } from './FilterFields.tsx'
import { alertProblem } from './problem.ts'
import type { AlertTexts } from './texts/en.ts'
import { addressIn, filterIn, isAddress, typedOf } from './typed.ts'
import type { Subscriptions } from './useSubscriptions.ts'

/** Adds an address, or changes the filter of one (`of`). */
export function SubscriptionForm({
  subscriptions,
  of,
  onDone,
}: {
  subscriptions: Subscriptions
  of: AlertSubscription | undefined
  onDone: (saved: AlertSubscription) => void
}) {
  const { alerts } = useAdminTexts()
  const texts = useTexts()
  const [protocol, setProtocol] = useState<SubscriptionProtocol>('email')
  const [address, setAddress] = useState('')
  const [typed, setTyped] = useState(() => typedOf(of?.filter ?? {}))
  // Faults show once an admin has tried to save.
  const [isTried, setTried] = useState(false)
  const endpoint = addressIn(protocol, address)
  const checked = filterIn(typed)
  const save = useMutation({
    mutationFn: (filter: AlertFilter) =>
      of === undefined ? subscriptions.subscribe({ protocol, endpoint, filter }) : subscriptions.change(of.id, filter),
    onSuccess: onDone,
  })
  const edited =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      save.reset()
      set(value)
    }
  const isWrong = of === undefined && !isAddress(protocol, endpoint)
  const refusal = ofAddress(save.error, alerts)
  const field = useRef<HTMLInputElement | null>(null)
  useEffect(() => {
    if (refusal !== undefined) field.current?.focus()
  }, [refusal])
  const fault = refusal ?? (isTried && isWrong ? alerts.wrong[protocol] : undefined)
  const submit = () => {
    setTried(true)
    if (checked.status === 'good' && !isWrong) save.mutate(checked.filter)
  }
  const title = of === undefined ? alerts.form.add : alerts.form.change
  return (
    <DialogForm
      title={title}
      submit={of === undefined ? alerts.form.submitAdd : alerts.form.submitChange}
      canSubmit={!save.isPending}
      onSubmit={submit}
    >
      {of === undefined ? (
        <AddressFields
          protocol={protocol}
          address={address}
          field={field}
          fault={fault}
          onProtocol={edited(next => {
            setTried(false)
            setProtocol(next)
          })}
          onAddress={edited(setAddress)}
        />
      ) : (
        <p className="wrap-anywhere font-medium">
          <bdi>{of.endpoint}</bdi>
        </p>
      )}
      <FilterFields
        typed={typed}
        fault={isTried && checked.status === 'bad' ? checked.fault : undefined}
        onChange={edited(setTyped)}
      />
      <span role="status" className="wrap-anywhere empty:hidden">
        {save.isPending && alerts.form.saving}
        {save.error !== null && refusal === undefined && (
          <span ref={showOnceDrawn} className="text-late">
            {alertProblem(save.error, alerts, texts)}
          </span>
        )}
      </span>
    </DialogForm>
  )
}

/** The dialog scrolls on a small screen. */
const showOnceDrawn = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

/** The reason if the server refused the address. Its words about a field are English. */
function ofAddress(error: Error | null, { problems }: AlertTexts): string | undefined {
  if (!(error instanceof ProblemError)) return undefined
  if (error.code === 'subscription.exists') return problems[error.code]
  return error.errors.find(field => field.path === 'endpoint')?.message
}
