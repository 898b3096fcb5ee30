import{m70_ACTIONS as m,m70_isApt as p}from"./panel-3aec7eb9e8.js";export{m as a,p as b};
