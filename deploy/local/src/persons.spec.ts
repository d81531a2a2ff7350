import { posts } from '@one-card/domain';
import { demoPersons, departments, townships } from './persons';

describe('the demo persons', () => {
  const persons = demoPersons();
  const holders = (post: string) => persons.filter((person) => person.posts.some((held) => held.post === post));

  it('have one login and one name each', () => {
    expect(new Set(persons.map(({ id }) => id)).size).toBe(persons.length);
    expect(new Set(persons.map(({ name }) => name)).size).toBe(persons.length);
  });

  it('hold only posts that there are, and each post but the village agent is held', () => {
    const held = new Set(persons.flatMap((person) => person.posts.map(({ post }) => post)));
    expect([...held].filter((post) => !(posts as readonly string[]).includes(post))).toEqual([]);
    expect(posts.filter((post) => !held.has(post))).toEqual(['village-agent']);
  });

  it('give every township its clerk and its reviewer, who are different people', () => {
    expect(townships()).toHaveLength(24);
    for (const post of ['township-clerk', 'township-reviewer']) {
      expect(holders(post).flatMap((person) => person.posts.flatMap(({ divisions }) => divisions))).toEqual(townships().map(({ code }) => code));
    }
  });

  it('give every department its clerk and its approver', () => {
    for (const department of Object.keys(departments)) {
      for (const post of ['department-clerk', 'department-approver']) {
        expect(holders(post).some((person) => person.posts.some((held) => held.department === department))).toBe(true);
      }
    }
  });
});
