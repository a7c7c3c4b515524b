import { Button, Paper, Stack, Text, Title } from '@mantine/core'
import { useExercises } from '../api/exercises.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { useWords } from '../words/words.ts'
import { Held } from './held.tsx'
import { Running } from './running.tsx'
import { StartForm } from './start-form.tsx'

/** Exercises: start one, steer the one that runs, look back at those that were held. */
export function Exercises() {
  const { say } = useWords()
  const exercises = useExercises()
  return (
    <Page title={say('exercise.title')}>
      <Text size="sm" maw="80ch">
        {say('exercise.about')}
      </Text>
      <Loaded query={exercises}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items)
          const open = all.find((e) => e.state === 'running' || e.state === 'paused')
          const held = all.filter((e) => e !== open)
          return (
            <Stack gap="lg">
              <Paper withBorder p="md">
                {open ? <Running exercise={open} /> : <StartForm />}
              </Paper>
              <section>
                <Title order={2} size="h5" mb="sm">
                  {say('exercise.earlier')}
                </Title>
                {held.length === 0 && <Empty says={say(open ? 'exercise.none.over' : 'exercise.none')} />}
                <Stack gap="sm">
                  {held.map((e) => (
                    <Held key={e.lane} exercise={e} />
                  ))}
                </Stack>
                {exercises.hasNextPage && (
                  <Button mt="sm" loading={exercises.isFetchingNextPage} onClick={() => void exercises.fetchNextPage()}>
                    {say('do.more')}
                  </Button>
                )}
              </section>
            </Stack>
          )
        }}
      </Loaded>
    </Page>
  )
}
