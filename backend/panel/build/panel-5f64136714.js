import{m103_LabelChip as s,m103_LabelsContext as l,m103_labelsOfSite as b,m103_useLabels as t}from"./panel-806aa8423a.js";export{s as a,b,t as c};
