import { Anchor } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useFlowFaults } from '../api/faults.ts'
import { useLooking } from '../looking.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './faults.module.css'

/** Says above every screen that something could not be done where one looks: work undone is seen without looking for it. */
export function FaultsNotice() {
  const { say } = useWords()
  const format = useFormat()
  const { at } = useLooking()
  const { data } = useFlowFaults()
  if (at !== null || !data?.oldest || data.count === 0) return null
  return (
    <div className={classes.notice} role="status">
      <IconAlertTriangle size={18} aria-hidden="true" />
      <span>{say('faults.notice', { count: data.count, since: format.moment(data.oldest) })}</span>
      <Anchor component={Link} to={'/faults' as never} size="sm" c="inherit" fw={600} underline="always">
        {say('faults.see')}
      </Anchor>
    </div>
  )
}
