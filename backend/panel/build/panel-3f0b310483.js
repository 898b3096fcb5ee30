import{m57_errorText as o}from"./panel-89448a710e.js";export{o as a};
