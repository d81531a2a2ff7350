import { startI18n, WebProvider } from '@one-card/web';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { router } from './router';
import './styles/base.css';
import './styles/layout.css';
import './styles/pages.css';
import './styles/print.css';
import { languageFiles, web } from './web';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the portal.');
const root = createRoot(place);

void startI18n(languageFiles).then(() =>
  root.render(
    <StrictMode>
      <WebProvider web={web}>
        <RouterProvider router={router} />
      </WebProvider>
    </StrictMode>,
  ),
);
