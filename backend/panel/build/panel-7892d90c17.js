import{e as u,g as t}from"./panel-549402ca16.js";function c(){let e=t(null);return u(()=>{let n=e.current?.();n&&(e.current=null,n.focus())}),n=>{e.current=n}}export{c as a};
