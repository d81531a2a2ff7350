import { webConfig } from '../../deploy/web/vite.mjs';

export default webConfig('console');
