import{m57_errorText as o}from"./panel-45e7dc7195.js";export{o as a};
