import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { Loading } from '../ui/loading.tsx'
import { Lost } from '../ui/lost.tsx'
import { useWords } from '../words/words.ts'
import { ActivitySheet } from './activity.tsx'
import { AssignmentSheet } from './assignments.tsx'
import { CheckInSheet } from './check-in.tsx'
import { DutySheet } from './duty-sheet.tsx'
import classes from './print.module.css'

/** The map brings its library with it. */
const MapSheet = lazy(() => import('../map/print-map.tsx').then((m) => ({ default: m.PrintMap })))

/** What can be printed: each form with what it is filled from, and how it is chosen. */
const FORMS = {
  ics204: AssignmentSheet,
  ics211: CheckInSheet,
  ics214: ActivitySheet,
  duties: DutySheet,
  map: MapSheet,
} as const
type Form = keyof typeof FORMS
const isForm = (form: string): form is Form => form in FORMS

/** What goes on paper: a form is chosen and filled, looked over as it will be, and printed. */
export function Print() {
  const { form } = useParams({ strict: false }) as { form: string }
  return isForm(form) ? <OneForm form={form} /> : <Lost />
}

function OneForm({ form }: { form: Form }) {
  const { say } = useWords()
  const title = say(`print.form.${form}`)
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  const Sheet = FORMS[form]
  return (
    <div className={classes.room}>
      <div className={classes.head}>
        <h1>{title}</h1>
        <Button
          variant="filled"
          leftSection={<IconPrinter size={16} aria-hidden="true" />}
          onClick={() => globalThis.print()}
        >
          {say('print.do')}
        </Button>
      </div>
      <nav className={classes.forms} aria-label={say('print.forms')}>
        {(Object.keys(FORMS) as Form[]).map((other) => (
          <Link
            key={other}
            to="/print/$form"
            params={{ form: other } as never}
            search={((before: object) => before) as never}
            className={classes.form}
            aria-current={other === form ? 'page' : undefined}
          >
            {say(`print.short.${other}`)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Loading />}>
        <div className={classes.around}>
          <Sheet />
        </div>
      </Suspense>
    </div>
  )
}
