import{m56_MAX_BODY_CHARS as A,m56_MAX_CHOICES as a,m56_MAX_CHOICE_CHARS as s,m56_charsLeft as H,m56_storable as m}from"./panel-687fbdb11a.js";export{a,s as b,H as c,m as d};
