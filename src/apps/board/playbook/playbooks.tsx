import { Anchor, Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { usePlaybooks } from '../api/playbooks.ts'
import { useLooking } from '../looking.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { CheckEdited } from './check-edited.tsx'

/** The playbooks that are loaded, and a place to check one that was edited. */
export function Playbooks() {
  const { say, lang } = useWords()
  const format = useFormat()
  const playbooks = usePlaybooks(useLooking().lane)
  return (
    <Page title={say('playbook.list')}>
      <Text size="sm" maw="80ch">
        {say('playbook.about')}
      </Text>
      <Loaded query={playbooks}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Empty says={say('playbook.none')} />}
            {items.map((p) => (
              <Paper key={p.id} withBorder p="md" component="article">
                <Group justify="space-between" align="start">
                  <div>
                    <Title order={2} size="h5">
                      <Anchor component={Link} to={`/playbooks/${p.id}` as never} inherit>
                        {p.title[lang]}
                      </Anchor>
                    </Title>
                    <Text size="sm" c="var(--quiet)">
                      {say('playbook.version', { n: p.version, moment: format.moment(p.loadedAt) })}
                    </Text>
                  </div>
                  <Text size="sm">
                    {p.inForce > 0 ? say('playbook.in-force', { count: p.inForce }) : say('playbook.not-in-force')}
                  </Text>
                </Group>
                <Group gap="xs" mt="sm">
                  {p.levels.map((l) => (
                    <Badge key={l.id} variant="outline" color="gray" leftSection={<Dot colour={l.colour} />}>
                      {l.title[lang]}
                    </Badge>
                  ))}
                </Group>
              </Paper>
            ))}
          </Stack>
        )}
      </Loaded>
      <CheckEdited />
    </Page>
  )
}

/** The colour that a level has in the field; its name stands beside it. */
function Dot({ colour }: { colour: string }) {
  return (
    <svg viewBox="0 0 10 10" width={10} height={10} aria-hidden="true">
      <circle cx={5} cy={5} r={5} fill={colour} />
    </svg>
  )
}
