import { type RefObject, useId } from 'react'
import { SubscriptionProtocol } from '../../../../lib/protocol/subscription.ts'
import { BOX } from '../ScalarInputs.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

const INPUT_MODE = { email: 'email', sms: 'tel', https: 'url' } as const satisfies Record<SubscriptionProtocol, string>

/** How alerts arrive, and where. */
export function AddressFields({
  protocol,
  address,
  field,
  fault,
  onProtocol,
  onAddress,
}: {
  protocol: SubscriptionProtocol
  address: string
  /** Gets the element for the address. */
  field: RefObject<HTMLInputElement | null>
  /** Missing if nothing is wrong. */
  fault: string | undefined
  onProtocol: (protocol: SubscriptionProtocol) => void
  onAddress: (address: string) => void
}) {
  const { alerts } = useAdminTexts()
  const id = useId()
  return (
    <>
      <fieldset>
        <legend className="font-medium">{alerts.form.how}</legend>
        <div className="flex flex-wrap gap-x-4">
          {SubscriptionProtocol.options.map(each => (
            <label key={each} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
              <input
                type="radio"
                name={`${id}how`}
                checked={each === protocol}
                className="size-4 shrink-0 accent-accent"
                onChange={() => onProtocol(each)}
              />
              {alerts.protocols[each]}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          {alerts.form.address[protocol]}
        </label>
        <span id={`${id}about`} className="text-text-2">
          {alerts.form.addressAbout[protocol]}
        </span>
        <input
          id={id}
          ref={field}
          type="text"
          inputMode={INPUT_MODE[protocol]}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={address}
          aria-invalid={fault !== undefined || undefined}
          aria-describedby={`${id}about ${id}fault`}
          className={`${BOX} min-h-8 min-w-0`}
          onChange={event => onAddress(event.target.value)}
        />
        <span id={`${id}fault`} className="wrap-anywhere text-late empty:hidden">
          {fault}
        </span>
      </div>
    </>
  )
}
