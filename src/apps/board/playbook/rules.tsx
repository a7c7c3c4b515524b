import { Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { CheckedShape } from '../../client/playbooks.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'

type Told = NonNullable<z.output<typeof CheckedShape>['playbook']>

/** A playbook as sentences: choose a level, and read what each rule asks for there; then how people are called. */
export function Rules({ playbook }: { playbook: Told }) {
  const { say, lang } = useWords()
  const [level, setLevel] = useState(playbook.levels.at(-1)?.id ?? '')
  const chosen = playbook.levels.find((l) => l.id === level) ?? playbook.levels[0]
  if (!chosen) return null
  return (
    <Stack gap="md">
      <div>
        <SegmentedControl
          aria-label={say('playbook.level')}
          value={chosen.id}
          onChange={setLevel}
          data={playbook.levels.map((l) => ({ value: l.id, label: l.title[lang] }))}
        />
        <Text size="sm" c="var(--quiet)" mt="xs">
          {say('playbook.severities', {
            list: chosen.severities.map((s) => sayCode(say, 'severity', s)).join(lang === 'zh' ? '、' : ', '),
          })}
        </Text>
      </div>
      <Title order={2} size="h5">
        {say('playbook.rules')}
      </Title>
      {playbook.rules.map((rule) => {
        const sentence = rule.sentences.find((s) => s.level === chosen.id)
        return (
          <Paper key={rule.id} withBorder p="md" component="article">
            <Group justify="space-between" gap="xs">
              <Title order={3} size="h6">
                {rule.title[lang]}
              </Title>
              {!sentence?.holds && (
                <Text size="sm" c="var(--quiet)">
                  {say('playbook.not-yet')} ·{' '}
                  {say('playbook.from', {
                    level: playbook.levels.find((l) => l.id === rule.from)?.title[lang] ?? rule.from,
                  })}
                </Text>
              )}
            </Group>
            {sentence?.holds && (
              <Text size="sm" mt="xs" maw="80ch" lh={1.6}>
                {sentence[lang]}
              </Text>
            )}
          </Paper>
        )
      })}
      <Ladder playbook={playbook} />
    </Stack>
  )
}

function Ladder({ playbook: { callout } }: { playbook: Told }) {
  const { say } = useWords()
  const format = useFormat()
  return (
    <section>
      <Title order={2} size="h5" mb="sm">
        {say('playbook.calling')}
      </Title>
      <ol style={{ margin: 0, paddingInlineStart: 20, lineHeight: 1.7, fontSize: '0.8125rem' }}>
        {callout.steps.map((step) => (
          <li key={step.kind}>
            {say(`playbook.step.${step.kind}`, { n: step.times })} ·{' '}
            {say('playbook.step.wait', { for: format.length(step.waitMs) })}
          </li>
        ))}
      </ol>
    </section>
  )
}
