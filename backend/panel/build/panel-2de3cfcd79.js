import{m175_Fragment as x,m175_jsx as j,m175_jsxAttr as m,m175_jsxDEV as e,m175_jsxEscape as t,m175_jsxTemplate as _,m175_jsxs as r}from"./panel-bb6186186e.js";export{x as a,j as b,r as c};
