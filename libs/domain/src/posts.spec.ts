import { isPost, postNames, posts } from './posts';

describe('the posts', () => {
  it('have each a Chinese name of their own', () => {
    expect(new Set(posts.map((post) => postNames[post])).size).toBe(posts.length);
  });

  it('are known by name', () => {
    expect(isPost('township-clerk')).toBe(true);
    expect(isPost('constructor')).toBe(false);
  });
});
