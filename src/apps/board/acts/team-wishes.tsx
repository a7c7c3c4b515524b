import { Checkbox, CloseButton, Group, NumberInput, Radio, Select, Stack, Text } from '@mantine/core'
import { useSkills } from '../api/teams.ts'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import classes from './acts.module.css'
import { SpanFields } from './span-fields.tsx'
import type { Asking, Wishes } from './team-asking.ts'

const KINDS = ['emergency-team', 'stationed-team'] as const
const MEMBERSHIPS = ['member', 'official', 'volunteer']

/** What a team is to be: its kind, how many, with which skills, from how far, when. */
export function TeamWishes({ district, asking: { wishes, wish } }: { district: string; asking: Asking }) {
  const { say } = useWords()
  const terms = useTerms()
  const { kind, size, withinKm, smallBelow, from, until, kinds, busy } = wishes
  return (
    <Stack gap="md">
      <Radio.Group label={say('team.kind')} value={kind} onChange={(next) => wish({ kind: next as Wishes['kind'] })}>
        <Group gap="md" pt="xs">
          {KINDS.map((slug) => (
            <Radio key={slug} value={slug} label={terms.slug(slug)} />
          ))}
        </Group>
      </Radio.Group>
      <div className={classes.fields}>
        <NumberInput
          label={say('team.size')}
          value={size}
          onChange={(n) => wish({ size: Number(n) })}
          min={1}
          max={200}
          allowDecimal={false}
          required
          data-autofocus
        />
        <NumberInput
          label={say('team.within')}
          value={withinKm}
          onChange={(n) => wish({ withinKm: Number(n) })}
          min={1}
          max={5000}
          required
        />
      </div>
      <Skills district={district} wishes={wishes} wish={wish} />
      <SpanFields of="team" from={from} until={until} change={wish} />
      <NumberInput
        label={say('team.small')}
        value={smallBelow}
        onChange={(n) => wish({ smallBelow: Number(n) })}
        min={0}
        max={1000}
        allowDecimal={false}
      />
      <Checkbox.Group label={say('team.among')} value={kinds} onChange={(next) => wish({ kinds: next })}>
        <Group gap="md" pt="xs">
          {MEMBERSHIPS.map((slug) => (
            <Checkbox key={slug} value={slug} label={terms.slug(slug)} />
          ))}
        </Group>
      </Checkbox.Group>
      <Checkbox
        label={say('team.busy')}
        checked={busy}
        onChange={(event) => wish({ busy: event.currentTarget.checked })}
      />
    </Stack>
  )
}

/** The skills that are needed, each with how many; to choose from are those that people of the district have. */
function Skills({ district, wishes: { skills, size }, wish }: Pick<Asking, 'wishes' | 'wish'> & { district: string }) {
  const { say } = useWords()
  const terms = useTerms()
  const { data, isPending } = useSkills(district)
  const known = data?.items ?? []
  const left = known.filter(({ skill }) => !skills.some((s) => s.skill === skill))
  const none = data && (known.length === 0 ? say('team.skills.none') : left.length === 0 && say('team.skills.all'))
  return (
    <div>
      <Text size="sm" fw={600}>
        {say('team.skills')}
      </Text>
      {skills.length > 0 && (
        <ul className={classes.skills}>
          {skills.map(({ skill, count }) => (
            <li key={skill}>
              <span className={classes.grow}>{terms.slug(skill)}</span>
              <NumberInput
                aria-label={say('team.skill.count', { skill: terms.slug(skill) })}
                value={count}
                onChange={(n) =>
                  wish({ skills: skills.map((s) => (s.skill === skill ? { skill, count: Number(n) } : s)) })
                }
                min={1}
                max={size}
                allowDecimal={false}
                w={88}
              />
              <CloseButton
                aria-label={say('team.skill.drop', { skill: terms.slug(skill) })}
                onClick={() => wish({ skills: skills.filter((s) => s.skill !== skill) })}
              />
            </li>
          ))}
        </ul>
      )}
      {none ? (
        <Text size="sm" c="var(--quiet)">
          {none}
        </Text>
      ) : (
        <Select
          aria-label={say('team.skills.add')}
          placeholder={isPending ? say('wait.loading') : say('team.skills.add')}
          searchable
          data={left.map(({ skill, people }) => ({
            value: skill,
            label: say('team.skill', { skill: terms.slug(skill), count: people }),
          }))}
          value={null}
          onChange={(skill) => skill !== null && wish({ skills: [...skills, { skill, count: 1 }] })}
          maxDropdownHeight={240}
        />
      )}
    </div>
  )
}
