import { Popover, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconChevronDown } from '@tabler/icons-react'
import { useBoard } from '../api/board.ts'
import { usePlaybookWords } from '../api/playbooks.ts'
import { Moment } from '../ui/moment.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import classes from './shell.module.css'

/** What is in force where one looks, and at which level. */
export function Campaigns() {
  const { say } = useWords()
  const playbook = usePlaybookWords()
  const terms = useTerms()
  const { data: board } = useBoard()
  if (!board) return null
  const [first, ...more] = board.campaigns
  return (
    <Popover width={320} position="bottom-end" withArrow>
      <Popover.Target>
        <UnstyledButton
          className={classes.level}
          aria-label={first ? `${playbook.name(first.playbook)} · ${terms.level(first.level)}` : say('shell.calm')}
        >
          {first ? (
            <>
              <IconAlertTriangle size={16} aria-hidden="true" color="var(--late)" />
              <span className={classes.wide}>{playbook.name(first.playbook)} ·</span>
              <span>{terms.level(first.level)}</span>
              {more.length > 0 && <span>+{more.length}</span>}
            </>
          ) : (
            <span className={classes.wide}>{say('shell.calm')}</span>
          )}
          <IconChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        {board.campaigns.length === 0 ? (
          <Text size="sm">{say('shell.calm.says')}</Text>
        ) : (
          <Stack gap="sm">
            <Text size="xs" c="var(--quiet)">
              {say('shell.in-force')}
            </Text>
            {board.campaigns.map((c) => (
              <div key={c.id}>
                <SubjectLink kind="campaign" id={c.id} name={playbook.name(c.playbook)} />{' '}
                <Text span size="sm">
                  {terms.level(c.level)} · <Moment at={c.starts} />
                </Text>
              </div>
            ))}
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
