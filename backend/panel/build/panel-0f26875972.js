import{m70_KeyCap as _,m70_MOD_NAME as e}from"./panel-687fbdb11a.js";export{_ as a,e as b};
