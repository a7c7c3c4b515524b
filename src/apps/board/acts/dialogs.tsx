import { StopCallout } from '../desk/stop-callout.tsx'
import { WriteDown } from '../desk/write-down.tsx'
import { SayHazard } from '../hazard/say-hazard.tsx'
import { UndoAct } from '../lately/undo-act.tsx'
import { useLooking } from '../looking.ts'
import { useWords } from '../words/words.ts'
import { EndAbsence, NoteAbsence } from './absence.tsx'
import { DropAside, TieAside } from './aside.tsx'
import { CallAgain, CallHolders, HandOn } from './call.tsx'
import { DecidePlan } from './decide.tsx'
import { DecideWarning } from './decide-warning.tsx'
import { DissolveTeam, EndDuty, EndWarning, Replace } from './end.tsx'
import { Frame } from './frame.tsx'
import { GiveGaps } from './give.tsx'
import { PlanGaps } from './plan.tsx'
import { AddRecord } from './record.tsx'
import { GiveRole } from './role.tsx'
import { SplitGaps } from './split.tsx'
import { FormTeam } from './team.tsx'
import type { Asked } from './use-acts.ts'

/** The dialog of an act. Where the past is looked at there is nothing to do but to say so. */
export function Dialog({ asked, close }: { asked: Asked; close: () => void }) {
  const { say } = useWords()
  const { at } = useLooking()
  if (at) return <Frame title={say('time.past')} says={say('act.past')} close={close} />
  switch (asked.act) {
    case 'call':
      return <GiveGaps begin="call" what={asked.what} close={close} />
    case 'give':
      return <GiveGaps begin="give" what={asked.what} close={close} />
    case 'split':
      return <SplitGaps what={asked.what} close={close} />
    case 'plan':
      return <PlanGaps what={asked.what} close={close} />
    case 'giveRole':
      return <GiveRole what={asked.what} close={close} />
    case 'callHolders':
      return <CallHolders what={asked.what} close={close} />
    case 'callAgain':
      return <CallAgain what={asked.what} close={close} />
    case 'handOn':
      return <HandOn what={asked.what} close={close} />
    case 'writeDown':
      return <WriteDown what={asked.what} close={close} />
    case 'stopCallout':
      return <StopCallout what={asked.what} close={close} />
    case 'acceptProposal':
      return <DecidePlan accept what={asked.what} close={close} />
    case 'refuseProposal':
      return <DecidePlan accept={false} what={asked.what} close={close} />
    case 'endDuty':
      return <EndDuty what={asked.what} close={close} />
    case 'replace':
      return <Replace what={asked.what} close={close} />
    case 'addRecord':
      return <AddRecord what={asked.what} close={close} />
    case 'sayHazard':
      return <SayHazard what={asked.what} close={close} />
    case 'tieAside':
      return <TieAside what={asked.what} close={close} />
    case 'dropAside':
      return <DropAside what={asked.what} close={close} />
    case 'decideWarning':
      return <DecideWarning what={asked.what} close={close} />
    case 'endWarning':
      return <EndWarning what={asked.what} close={close} />
    case 'formTeam':
      return <FormTeam what={asked.what} close={close} />
    case 'noteAbsence':
      return <NoteAbsence what={asked.what} close={close} />
    case 'endAbsence':
      return <EndAbsence what={asked.what} close={close} />
    case 'undoAct':
      return <UndoAct what={asked.what} close={close} />
    case 'dissolveTeam':
      return <DissolveTeam what={asked.what} close={close} />
  }
}
