import{e as u,g as t}from"./panel-29c3a4486e.js";function c(){let e=t(null);return u(()=>{let n=e.current?.();n&&(e.current=null,n.focus())}),n=>{e.current=n}}export{c as a};
