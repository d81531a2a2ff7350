const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);

/** A plain form, for people and for programs alike: two fields, `login` and `password`. */
export function loginPage(action: string, login: string, wrong: boolean): string {
  const message = wrong ? '<p role="alert">用户名或密码不正确。</p>' : '';
  return page(
    '登录',
    `<h1>一卡通平台 登录</h1>${message}
    <form method="post" action="${escaped(action)}">
      <label>用户名 <input name="login" autocomplete="username" required autofocus value="${escaped(login)}"></label>
      <label>密码 <input name="password" type="password" autocomplete="current-password" required></label>
      <button>登录</button>
    </form>
    <p class="hint">演示用户见 deploy/local/persons.json,密码在平台启动时显示。</p>`,
  );
}

/** The library makes the form that ends the session; it is sent at once, with the answer that the person gave by signing out at the platform. */
export function logoutPage(form: string): string {
  const answered = form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>');
  return page('退出', `${answered}<p>正在退出 …</p><script>document.forms[0].submit()</script>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${title}</title><style>
  body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:22rem;margin:15vh auto;padding:0 1rem;color:#1c2733}
  label{display:block;margin:.8rem 0}input{display:block;width:100%;box-sizing:border-box;padding:.5rem;font:inherit}
  button{padding:.5rem 1.5rem;font:inherit}.hint{color:#5b6b7b;font-size:.85rem}[role=alert]{color:#a4161a}
  </style></head><body>${body}</body></html>`;
}
