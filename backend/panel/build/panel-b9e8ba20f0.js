import{m18_DEFAULT_PREFERENCES as s,m18_LANGUAGES as r,m18_PREFERENCES_KEY as a,m18_loadPreferences as P,m18_savePreferences as _,m18_showPreferences as R}from"./panel-e36b937271.js";export{r as a};
