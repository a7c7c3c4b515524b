import { Stack, Tabs, Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { usePlaybook } from '../api/playbooks.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './playbook.module.css'
import { Rules } from './rules.tsx'

/** One playbook, read as sentences by whoever will never open its file; the file itself stands beside them. */
export function Playbook() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { say, lang } = useWords()
  const format = useFormat()
  const playbook = usePlaybook(id)
  return (
    <Page title={playbook.data?.title[lang] ?? say('playbook.list')}>
      <Loaded query={playbook}>
        {(data) => (
          <>
            <Text size="sm" c="var(--quiet)">
              {say('playbook.version', { n: data.version, moment: format.moment(data.loadedAt) })}
            </Text>
            <Tabs defaultValue="sentences" keepMounted={false}>
              <Tabs.List mb="md">
                <Tabs.Tab value="sentences">{say('playbook.sentences')}</Tabs.Tab>
                <Tabs.Tab value="text">{say('playbook.text')}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="sentences">
                <Stack gap="lg">
                  <Rules playbook={data} />
                  {data.sources.length > 0 && (
                    <section>
                      <Title order={2} size="h5" mb="sm">
                        {say('playbook.sources')}
                      </Title>
                      {data.sources.map((source) => (
                        <Text key={source} size="sm" maw="80ch" c="var(--quiet)" lang="en">
                          {source}
                        </Text>
                      ))}
                    </section>
                  )}
                </Stack>
              </Tabs.Panel>
              <Tabs.Panel value="text">
                {data.text === null ? <Empty says={say('playbook.text.none')} /> : <FileText text={data.text} />}
              </Tabs.Panel>
            </Tabs>
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** A text with its lines numbered, so that a fault can be found in it. It scrolls by itself, and by keys too. */
function FileText({ text }: { text: string }) {
  const { say } = useWords()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys (WCAG 2.1.1)
    <section className={classes.file} tabIndex={0} aria-label={say('playbook.text')}>
      <ol>
        {text.split('\n').map((line, i) => (
          <li key={i}>
            <code>{line}</code>
          </li>
        ))}
      </ol>
    </section>
  )
}
