// First, before anything makes a style element.
import './style-nonce';
import { startI18n, WebProvider } from '@one-card/web';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { router } from './router';
import './styles.css';
import { Theme } from './layout/Theme';
import { languageFiles, web } from './web';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the console.');
const root = createRoot(place);

void startI18n(languageFiles).then(() =>
  root.render(
    <StrictMode>
      <WebProvider web={web}>
        <Theme>
          <RouterProvider router={router} />
        </Theme>
      </WebProvider>
    </StrictMode>,
  ),
);
