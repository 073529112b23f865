import { BASE } from '../app/paths.ts'
import { CopyText } from '../ui/CopyText.tsx'
import type { StepFacts } from './steps.ts'
import { useStepTexts } from './texts/useStepTexts.ts'

/** Says how people become agents: the roles at the issuer, and the address of the console. */
export function AgentsStep({ facts: { setup, me } }: { facts: StepFacts }) {
  const { agents } = useStepTexts()
  const role = `${setup.botId}:agent`
  const known = setup.agents.filter(({ id }) => id !== me).map(({ id }) => id)
  return (
    <>
      <p className="text-text-2">{agents.about}</p>
      <Value label={agents.role} text={role} />
      <Value label={agents.supervisor} text={`${setup.botId}:supervisor`} />
      <Value label={agents.commands} name={agents.commandsLabel} text={commandsFor(role)} />
      <Value label={agents.address} name={agents.addressLabel} text={`${location.origin}${BASE}/`} />
      <p className="text-text-2">{agents.local}</p>
      <p className="text-text-2">{known.length === 0 ? agents.done : agents.known(known.join(', '))}</p>
    </>
  )
}

function Value({ label, name = label, text }: { label: string; name?: string; text: string }) {
  return (
    <div className="flex flex-col gap-1">
      <p>{label}</p>
      <CopyText label={name} text={text} />
    </div>
  )
}

const commandsFor = (role: string) => `aws cognito-idp create-group --user-pool-id "$UserPoolId" --group-name "${role}"
aws cognito-idp admin-create-user --user-pool-id "$UserPoolId" --username ana@example.org
aws cognito-idp admin-add-user-to-group --user-pool-id "$UserPoolId" --username ana@example.org --group-name "${role}"`
