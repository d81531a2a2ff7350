import { answer, day, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { posts } from '@one-card/domain';
import { Answer } from '../../components/Answer';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { allPages } from '../../data/all-pages';
import { useDivisions } from '../../data/use-divisions';
import { useFilter } from '../../data/use-filter';
import type { PersonView } from '../../data/views';

/** Who holds which post, where and since when. One row a post. */
export default function PersonsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { values, set } = useFilter(['post', 'text']);
  const persons = useQuery({
    queryKey: ['persons'],
    queryFn: () => allPages((cursor) => answer(api.GET('/api/gateway/persons', { params: { query: { limit: 500, cursor } } }))),
  });
  const columns = useColumns();
  const filters = (
    <>
      <Select
        aria-label={t('todo.post')}
        placeholder={t('todo.post')}
        allowClear
        className="filter"
        value={values.post}
        onChange={(post: string | undefined) => set({ post })}
        options={posts.map((post) => ({ value: post, label: t(`post.${post}`) }))}
      />
      <Input.Search
        aria-label={t('person.search')}
        placeholder={t('person.search')}
        allowClear
        className="filter"
        defaultValue={values.text}
        onSearch={(text) => set({ text })}
      />
    </>
  );
  return (
    <>
      <PageTitle>{t('nav.persons')}</PageTitle>
      <p className="secondary">{t('person.advice')}</p>
      <Answer of={persons}>
        {(all) => (
          <DataTable
            name="persons"
            label={t('nav.persons')}
            columns={columns}
            rows={holdingsOf(all, values)}
            rowKey={({ key }) => key}
            empty={t('person.none')}
            tools={filters}
          />
        )}
      </Answer>
    </>
  );
}

interface Row {
  readonly key: string;
  readonly person: PersonView;
  readonly held: PersonView['posts'][number] | undefined;
}

function holdingsOf(persons: readonly PersonView[], { post, text = '' }: { post: string | undefined; text: string | undefined }): Row[] {
  return persons
    .filter(({ id, name }) => id.includes(text) || name.includes(text))
    .flatMap((person): Row[] => {
      if (person.posts.length === 0) return [{ key: person.id, person, held: undefined }];
      return person.posts.map((held, i) => ({ key: `${person.id} ${String(i)}`, person, held }));
    })
    .filter(({ held }) => post === undefined || held?.post === post);
}

function useColumns(): Column<Row>[] {
  const { t, i18n } = useTranslation();
  const { nameOf } = useDivisions();
  const postOf = ({ held }: Row) => (held === undefined ? t('person.no-post') : t(`post.${held.post}`));
  const whereOf = ({ held }: Row) => held?.divisions.map(nameOf).join(t('list.comma')) ?? '';
  const sinceOf = ({ held }: Row) => (held === undefined ? '' : day(held.from, i18n.language));
  const departmentOf = ({ held }: Row) => held?.department ?? '';
  return [
    { key: 'name', title: t('person.name'), text: ({ person }) => person.name, cell: ({ person }) => person.name },
    { key: 'id', title: t('person.id'), text: ({ person }) => person.id, cell: ({ person }) => person.id },
    {
      ...{ key: 'kind', title: t('person.kind.title'), text: ({ person }) => t(`person.kind.${person.kind}`), extra: true },
      cell: ({ person }) => t(`person.kind.${person.kind}`),
    },
    { key: 'post', title: t('todo.post'), text: postOf, cell: postOf },
    { key: 'department', title: t('person.department'), text: departmentOf, cell: departmentOf },
    { key: 'where', title: t('person.where'), text: whereOf, cell: whereOf },
    { key: 'since', title: t('person.since'), text: sinceOf, cell: sinceOf },
  ];
}
