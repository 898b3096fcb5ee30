import{m71_ACTIONS as m,m71_isApt as p}from"./panel-806aa8423a.js";export{m as a,p as b};
