import { Progress } from '@mantine/core'
import { useDemo } from '../api/demo.ts'
import { useWords } from '../words/words.ts'
import classes from './shell.module.css'

/** Says while the demo's households are still coming in: until then a low count is no fault of the county. */
export function DemoFilling() {
  const { say } = useWords()
  const { data } = useDemo()
  if (data?.state !== 'filling') return null
  const { households, of } = data
  return (
    <div className={`${classes.banner} ${classes.filling}`}>
      <span>{say('demo.filling', { households, of })}</span>
      <Progress value={(100 * households) / of} w={120} aria-label={say('demo.filling.label')} />
    </div>
  )
}
