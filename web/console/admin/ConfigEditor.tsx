import { useState } from 'react'
import type { Texts } from '../texts/en.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { BehindPanel } from './BehindPanel.tsx'
import { CONFIG_FIELDS } from './config.ts'
import { NamedInput } from './FieldInput.tsx'
import { notSavedText } from './not-saved.ts'
import type { AdminTexts } from './texts/setup-en.ts'
import { useAdminTexts } from './texts/useAdminTexts.ts'
import type { BotSetup } from './useBotSetup.ts'

/** The server sets the version, so an admin cannot change it. Channels have a tab of their own. */
const HIDDEN = ['version', 'channels']

/** Edits the configuration in a form, or as the JSON that the API takes. */
export function ConfigEditor({ setup }: { setup: BotSetup }) {
  const texts = useTexts()
  const admin = useAdminTexts()
  const [isJson, setJson] = useState<boolean>(false)
  const { draft, problems, change, save, reload, isChanged, saving, behind, catchUp, round } = setup
  const record = draft as Readonly<Record<string, unknown>>
  const refused = saving.status === 'failed' ? saving.fields : []
  const marked = new Map([...problems, ...refused.map(({ path, message }) => [path, message] as const)])
  const isBlocked = !isChanged || problems.size > 0 || saving.status === 'saving' || behind !== undefined
  return (
    <div className="flex flex-col gap-4">
      <label className="inline-flex min-h-8 items-center gap-2">
        <input
          type="checkbox"
          checked={isJson}
          className="size-5 accent-accent"
          onChange={event => setJson(event.target.checked)}
        />
        {admin.asJson}
      </label>
      {isJson ? (
        <JsonText key={round} value={draft} onChange={value => change([], value)} />
      ) : (
        CONFIG_FIELDS.kind === 'object' && (
          <div>
            {CONFIG_FIELDS.fields
              .filter(({ name }) => !HIDDEN.includes(name))
              .map(named => (
                <NamedInput
                  key={named.name}
                  named={named}
                  value={record[named.name]}
                  path={[named.name]}
                  form={{ problems: marked, change }}
                />
              ))}
          </div>
        )
      )}
      {behind !== undefined && (
        <BehindPanel key={behind.version} behind={behind} isAnswer={saving.status === 'stale'} onCatchUp={catchUp} />
      )}
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-3 border-line border-t bg-ground px-4 py-3 shell:-mx-6 shell:px-6">
        <Button kind="primary" disabled={isBlocked} onClick={save}>
          {admin.save}
        </Button>
        <Button disabled={!isChanged && saving.status !== 'stale'} onClick={reload}>
          {admin.reload}
        </Button>
        <span role="status" className={saving.status === 'failed' || problems.size > 0 ? 'text-late' : 'text-text-2'}>
          {problems.size > 0 ? admin.wrongFields(problems.size) : statusText(setup, admin, texts)}
          {refused.map(({ path, message }) => (
            <span key={path} className="block wrap-anywhere">
              <code>{path}</code> {message}
            </span>
          ))}
        </span>
      </div>
      {isJson && problems.size > 0 && (
        <ul className="text-late">
          {[...problems].map(([path, message]) => (
            <li key={path}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function JsonText({ value, onChange }: { value: unknown; onChange: (value: unknown) => void }) {
  const admin = useAdminTexts()
  const [text, setText] = useState(() => JSON.stringify(value, null, 2))
  const [isBroken, setBroken] = useState<boolean>(false)
  const change = (next: string) => {
    setText(next)
    try {
      onChange(JSON.parse(next))
      setBroken(false)
    } catch {
      setBroken(true)
    }
  }
  return (
    <>
      <textarea
        value={text}
        rows={24}
        spellCheck={false}
        aria-label={admin.json}
        aria-invalid={isBroken || undefined}
        onChange={event => change(event.target.value)}
        className="w-full rounded-control border border-line-strong bg-ground p-3 font-mono aria-invalid:border-late"
      />
      {isBroken && <p className="text-late">{admin.noJson}</p>}
    </>
  )
}

function statusText({ saving, isChanged }: BotSetup, admin: AdminTexts, texts: Texts): string {
  switch (saving.status) {
    case 'idle':
      return isChanged ? admin.unsaved : ''
    case 'saving':
      return admin.saving
    case 'saved':
      return admin.saved
    case 'stale':
      return admin.stale
    case 'failed':
      return notSavedText(saving, admin, texts)
    default:
      return saving satisfies never
  }
}
