import { Dialog } from '@base-ui/react/dialog'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Session } from '../sign-in/session.ts'
import { LANGUAGE_NAMES, LANGUAGES } from '../texts/languages.ts'
import { useLanguage, useTexts } from '../texts/useTexts.ts'
import { Button, buttonClasses } from '../ui/Button.tsx'
import { CARD, Modal } from '../ui/Modal.tsx'
import { NotificationPermission } from './NotificationPermission.tsx'
import { THEMES } from './settings.ts'
import { changeSettings, useSettings } from './useSettings.ts'

/** Shows an agent's settings in this browser, and the ways to sign out. */
export function SettingsDialog({
  isOpen,
  onClose,
  session,
}: {
  isOpen: boolean
  onClose: () => void
  session: Session
}) {
  const { settings: texts, app } = useTexts()
  const settings = useSettings()
  const language = useLanguage()
  return (
    <Modal
      isOpen={isOpen}
      onClose={onClose}
      className={`${CARD} top-16 flex max-h-4/5 max-w-120 flex-col gap-5 overflow-y-auto p-5`}
    >
      <Dialog.Title className="font-medium text-title">{texts.label}</Dialog.Title>
      <Choice label={texts.theme}>
        {THEMES.map(theme => (
          <Option
            key={theme}
            name="theme"
            label={texts.themes[theme]}
            isChosen={settings.theme === theme}
            onChoose={() => changeSettings({ theme })}
          />
        ))}
      </Choice>
      <Choice label={texts.language}>
        {LANGUAGES.map(each => (
          <Option
            key={each}
            name="language"
            label={LANGUAGE_NAMES[each]}
            isChosen={language === each}
            onChoose={() => changeSettings({ language: each })}
          />
        ))}
      </Choice>
      <div className="flex flex-col">
        <Tick
          label={texts.singleKeys}
          isTicked={settings.singleKeys}
          onTick={singleKeys => changeSettings({ singleKeys })}
        />
        <Tick label={texts.sound} isTicked={settings.sound} onTick={sound => changeSettings({ sound })} />
      </div>
      <NotificationPermission />
      <div className="flex flex-wrap gap-2 border-line border-t pt-4">
        <Dialog.Close className={buttonClasses('primary')}>{app.close}</Dialog.Close>
        <Button onClick={() => void session.signOut()}>{app.signOut}</Button>
        <SignOutEverywhere session={session} />
      </div>
    </Modal>
  )
}

/** Reports a failure: an agent who lost a device must not believe that it is signed out. */
function SignOutEverywhere({ session }: { session: Session }) {
  const { settings: texts } = useTexts()
  // Without a connection it must fail at once. By default it would wait unnoticed.
  const { mutate, isPending, isError } = useMutation({
    mutationFn: () => session.signOutEverywhere(),
    networkMode: 'always',
  })
  return (
    <>
      <Button kind="danger" disabled={isPending} onClick={() => mutate()}>
        {texts.signOutEverywhere}
      </Button>
      {isError && (
        <p role="alert" className="w-full text-late">
          {texts.notSignedOut}
        </p>
      )}
    </>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
      <legend className="pb-1 font-medium">{label}</legend>
      {children}
    </fieldset>
  )
}

function Option({
  name,
  label,
  isChosen,
  onChoose,
}: {
  name: string
  label: string
  isChosen: boolean
  onChoose: () => void
}) {
  return (
    <label className="inline-flex min-h-8 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
      <input type="radio" name={name} checked={isChosen} onChange={onChoose} className="accent-accent" />
      {label}
    </label>
  )
}

function Tick({ label, isTicked, onTick }: { label: string; isTicked: boolean; onTick: (isTicked: boolean) => void }) {
  return (
    <label className="inline-flex min-h-8 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
      <input
        type="checkbox"
        checked={isTicked}
        onChange={event => onTick(event.target.checked)}
        className="accent-accent"
      />
      {label}
    </label>
  )
}
