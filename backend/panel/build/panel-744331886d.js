import{m174_Fragment as x,m174_jsx as j,m174_jsxAttr as m,m174_jsxDEV as e,m174_jsxEscape as t,m174_jsxTemplate as _,m174_jsxs as r}from"./panel-687fbdb11a.js";export{x as a,j as b,r as c};
