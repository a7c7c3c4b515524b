import { ActionIcon, Button, Loader, VisuallyHidden } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useCommentary, useExercise, useExerciseActs } from '../api/exercises.ts'
import { searchOf, useLooking } from '../looking.ts'
import { NARROW } from '../ui/narrow.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords, type WordKey } from '../words/words.ts'
import classes from './commentary.module.css'
import { type ClockedExercise, ExerciseClock, goesOn } from './exercise-clock.tsx'
import { HereNow } from './here-now.tsx'
import { askingComment, leadingOf, type ToldComment, useSentences } from './sentences.ts'
import { useWorking } from './use-working.ts'

/** Sentences that are kept in the panel, the newest first. */
const SHOWN = 40

/**
 * What just happened in the exercise that is looked at, in sentences that each lead to their screen, what waits for whoever looks, and
 * the exercise's clock. It stands in the page's flow above every screen, and folds away to one line.
 */
export function CommentaryPanel() {
  const { lane } = useLooking()
  const exercise = useExercise()
  if (lane === 'actual' || exercise?.lane !== lane) return null
  return <Panel exercise={exercise} />
}

function Panel({ exercise }: { exercise: ClockedExercise }) {
  const { say } = useWords()
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  const [kept, keep] = useLocalStorage({ key: 'muster.commentary', defaultValue: '', getInitialValueInEffect: false })
  const { at } = useLooking()
  const { data } = useCommentary()
  const comments = data?.comments ?? []
  const sentence = useSentences()
  const open = kept === '' ? !narrow : kept === 'open'
  const latest = comments.at(-1)
  const Icon = open ? IconChevronUp : IconChevronDown
  return (
    <section className={classes.panel} data-open={open} aria-label={say('comment.title')}>
      <div className={classes.top}>
        <ExerciseClock exercise={exercise} />
        <State exercise={exercise} comments={comments} />
        <ActionIcon
          className={classes.fold}
          aria-label={say(open ? 'comment.hide' : 'comment.show')}
          aria-expanded={open}
          onClick={() => keep(open ? 'closed' : 'open')}
        >
          <Icon size={18} />
        </ActionIcon>
      </div>
      {!open && latest && <Said comment={latest} />}
      {open && (
        <div className={classes.rest}>
          <HereNow />
          <div className={classes.scroll}>
            <ol className={classes.list}>
              {comments
                .slice(-SHOWN)
                .reverse()
                .map((c) => (
                  <li key={`${c.kind} ${c.id} ${c.at.toISOString()}`}>
                    <Said comment={c} />
                  </li>
                ))}
            </ol>
          </div>
        </div>
      )}
      <VisuallyHidden role="status">
        {at === null && exercise.waits ? say(`waits.${exercise.waits}`) : latest && sentence(latest)}
      </VisuallyHidden>
    </section>
  )
}

/** One sentence with its time, and where it leads. */
function Said({ comment }: { comment: ToldComment }) {
  const { say } = useWords()
  const format = useFormat()
  const sentence = useSentences()
  const leads = leadingOf(comment)
  return (
    <p className={classes.said}>
      <time dateTime={comment.at.toISOString()}>{format.time(comment.at)}</time> {sentence(comment)}{' '}
      {comment.kind === 'over' && (
        <Link to="/exercise" className={classes.leads}>
          {say('clock.result')}
        </Link>
      )}
      {leads && <Leads {...leads}>{say(leads.says)}</Leads>}
    </p>
  )
}

function Leads({ kind, id, children }: { kind: string; id: string; children: string }) {
  if (kind === 'area') {
    return (
      <Link to="/" search={searchOf({ tree: 'area', node: id, at: null }) as never} className={classes.leads}>
        {children}
      </Link>
    )
  }
  return (
    <Link to="/subjects/$kind/$id" params={{ kind, id } as never} className={classes.leads}>
      {children}
    </Link>
  )
}

/** Why the clock stands, with the ways on; or what is being done while a moment takes long. */
function State({ exercise, comments }: { exercise: ClockedExercise; comments: readonly ToldComment[] }) {
  const { say } = useWords()
  const format = useFormat()
  const { steer } = useExerciseActs()
  const working = useWorking(exercise)
  const { lane, waits, doing, state, at, from } = exercise
  const asking = waits ? askingComment(waits, comments) : null
  const leads = asking && leadingOf(asking)
  if (waits) {
    return (
      <div className={`${classes.state} ${classes.waits}`}>
        <span>{say(`waits.${waits}`)}</span>
        <span className={classes.ways}>
          {leads && <Leads {...leads}>{say(`waits.${waits}.go`)}</Leads>}
          <Button
            loading={steer.isPending}
            onClick={() => steer.mutate({ lane, wish: 'resume' })}
            className={classes.goOn}
          >
            {say('waits.go-on')}
          </Button>
        </span>
      </div>
    )
  }
  if (!goesOn(exercise)) {
    return (
      <div className={classes.state}>
        {say('clock.over')} <Link to="/exercise">{say('clock.result')}</Link>
      </div>
    )
  }
  if (state === 'paused') return <div className={classes.state}>{say('clock.paused')}</div>
  const what = doing === null ? say('doing.any') : say(`doing.${doing}` as WordKey)
  const loading = doing === null && at.getTime() === from.getTime() && !comments.some((c) => c.kind === 'warning')
  if (!loading && doing === null && working === null) return <div className={classes.state} />
  return (
    <div className={classes.state}>
      <Loader size={14} aria-hidden="true" />
      {loading ? say('clock.loading', { time: format.time(from) }) : say('clock.works', { what })}
      {working !== null && <span aria-live="off">{format.length(working)}</span>}
    </div>
  )
}
