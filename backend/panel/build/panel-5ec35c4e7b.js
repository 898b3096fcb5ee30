import{m69_ACTIONS as m,m69_isApt as p}from"./panel-75e4ef2749.js";export{m as a,p as b};
