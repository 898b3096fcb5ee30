import{m52_MAX_BODY_CHARS as A,m52_MAX_CHOICES as a,m52_MAX_CHOICE_CHARS as s,m52_charsLeft as H,m52_storable as m}from"./panel-34304e3705.js";export{H as a,m as b};
