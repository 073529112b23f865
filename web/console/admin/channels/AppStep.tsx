import { type FormEvent, useState } from 'react'
import { useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { notSavedText } from '../not-saved.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { TextField } from './Field.tsx'
import type { AppSaving, MetaApp } from './useMetaApp.ts'

const APPS_URL = 'https://developers.facebook.com/apps/'

/** Enters the operator's app at Meta, which the pages of all bots share. */
export function AppStep({ app }: { app: MetaApp }) {
  const { channels } = useAdminTexts()
  const { app: texts } = channels
  const [isChanging, setChanging] = useState(false)
  const [isTried, setTried] = useState(false)
  const problem = (field: 'appId' | 'appSecret') =>
    isTried && app.wrong.has(field) ? channels.wrong[field] : undefined
  const save = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (app.wrong.size === 0) app.save()
  }
  const isEntered = app.enteredId !== undefined
  return (
    <>
      <p className="max-w-160 text-text-2">
        {isEntered ? texts.entered(app.enteredId) : texts.make} {texts.shared}{' '}
        <a href={APPS_URL} target="_blank" rel="noopener noreferrer" className="text-accent underline">
          {texts.link}
        </a>
      </p>
      {isEntered && !isChanging ? (
        <div className="flex flex-wrap items-center gap-3 py-2">
          <Button onClick={() => setChanging(true)}>{texts.change}</Button>
          <AppOutcome saving={app.saving} />
        </div>
      ) : (
        <form onSubmit={save} noValidate>
          <TextField
            label={texts.id}
            value={app.typed.appId}
            problem={problem('appId')}
            onChange={appId => app.type({ appId: appId.trim() })}
          />
          <TextField
            label={texts.secret}
            {...(isEntered && { about: texts.kept })}
            value={app.typed.appSecret}
            problem={problem('appSecret')}
            onChange={appSecret => app.type({ appSecret: appSecret.trim() })}
          />
          <div className="flex flex-wrap items-center gap-3 py-2">
            <Button type="submit" kind={isEntered ? 'plain' : 'primary'} disabled={app.saving.status === 'saving'}>
              {texts.save}
            </Button>
            <AppOutcome saving={app.saving} />
          </div>
        </form>
      )}
    </>
  )
}

function AppOutcome({ saving }: { saving: AppSaving }) {
  const admin = useAdminTexts()
  const texts = useTexts()
  const words = () => {
    switch (saving.status) {
      case 'idle':
        return ''
      case 'saving':
        return admin.saving
      case 'saved':
        return admin.channels.app.saved
      case 'stale':
        return admin.channels.app.stale
      case 'failed':
        return notSavedText(saving, admin, texts)
      default:
        return saving satisfies never
    }
  }
  return (
    <span role="status" className={saving.status === 'failed' ? 'text-late' : 'text-text-2'}>
      {words()}
    </span>
  )
}
