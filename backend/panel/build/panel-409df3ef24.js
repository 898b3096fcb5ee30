import{m178_Fragment as x,m178_jsx as j,m178_jsxAttr as m,m178_jsxDEV as e,m178_jsxEscape as t,m178_jsxTemplate as _,m178_jsxs as r}from"./panel-806aa8423a.js";export{x as a,j as b,r as c};
