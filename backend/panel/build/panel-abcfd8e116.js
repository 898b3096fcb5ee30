import{m72_KeyCap as _,m72_MOD_NAME as e}from"./panel-806aa8423a.js";export{_ as a,e as b};
