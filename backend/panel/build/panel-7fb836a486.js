import{m176_Fragment as x,m176_jsx as j,m176_jsxAttr as m,m176_jsxDEV as e,m176_jsxEscape as t,m176_jsxTemplate as _,m176_jsxs as r}from"./panel-2516739aea.js";export{x as a,j as b,r as c};
